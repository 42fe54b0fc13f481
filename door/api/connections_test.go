package api_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"truce/door/api"
)

// dial opens a connection to the server.
func (w *world) dial(t *testing.T) net.Conn {
	t.Helper()
	conn, err := net.Dial("tcp", w.server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	return conn
}

func waitClosed(t *testing.T, conn net.Conn, what string) {
	t.Helper()
	_ = conn.SetReadDeadline(time.Now().Add(10 * time.Second))
	if _, err := io.Copy(io.Discard, conn); err != nil {
		if timeout, is := err.(net.Error); is && timeout.Timeout() {
			t.Errorf("%s is still open", what)
		}
	}
}

// Who opens more connections than an address may loses those that wait, the oldest first. A
// request that is being answered goes on, and the next one is answered.
func TestConnections_of_one_address(t *testing.T) {
	w := newWorld(t, func(o *api.Options) { o.Connections = 4 })
	stream := w.dial(t)
	fmt.Fprintf(stream, "GET /api/events HTTP/1.1\r\nHost: %s\r\nAccept: text/event-stream\r\nAuthorization: Bearer %s\r\n\r\n",
		w.server.Listener.Addr(), w.token(t, "monitor-1"))
	reader := bufio.NewReader(stream)
	if line, err := reader.ReadString('\n'); err != nil || !strings.Contains(line, "200") {
		t.Fatalf("event stream: %q %v", line, err)
	}
	var idle []net.Conn
	for range 6 { // with the stream, three of them fit
		idle = append(idle, w.dial(t))
	}
	for i, conn := range idle[:3] {
		waitClosed(t, conn, fmt.Sprintf("connection %d of six", i+1))
	}
	fmt.Fprintf(idle[5], "GET /healthz HTTP/1.1\r\nHost: %s\r\n\r\n", w.server.Listener.Addr())
	if answer, err := http.ReadResponse(bufio.NewReader(idle[5]), nil); err != nil || answer.StatusCode != http.StatusOK {
		t.Errorf("the newest connection was cut: %v", err)
	}
	_ = stream.SetReadDeadline(time.Now().Add(200 * time.Millisecond))
	if _, err := io.Copy(io.Discard, reader); err != nil {
		if timeout, is := err.(net.Error); !is || !timeout.Timeout() {
			t.Errorf("the event stream was cut: %v", err)
		}
	} else {
		t.Error("the event stream was cut")
	}
}
