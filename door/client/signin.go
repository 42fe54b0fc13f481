package client

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"

	"truce/door/session"
	"truce/ground/act"
	"truce/ground/register"
)

const (
	tokenLife  = time.Hour
	tokenSpare = 5 * time.Minute // of life that a token has left when a new one is made
)

// authorization is the header's value, or "" for a stranger.
func (c *Client) authorization(ctx context.Context) (string, error) {
	if !signsIn(c.o) {
		return "", nil
	}
	id, err := c.registerID(ctx)
	if err != nil {
		return "", err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	now := c.o.Now()
	if c.token == "" || !now.Before(c.until.Add(-tokenSpare)) {
		token, err := session.Sign(c.o.Key, session.Office{Register: id, Address: c.base.Host}, now, tokenLife)
		if err != nil {
			return "", err
		}
		c.token, c.until = token, now.Add(tokenLife)
	}
	return "Bearer " + c.token, nil
}

// Token signs in at the client's address for some time.
func (c *Client) Token(ctx context.Context, life time.Duration) (string, error) {
	id, err := c.registerID(ctx)
	if err != nil {
		return "", err
	}
	return session.Sign(c.o.Key, session.Office{Register: id, Address: c.base.Host}, c.o.Now(), life)
}

// Authorization is the header by which whoever's key it is signs in at the client's address; "" for a stranger.
func (c *Client) Authorization(ctx context.Context) (string, error) { return c.authorization(ctx) }

// registerID is that of the register at which one signs in. Who was not told it asks the server: whatever that
// answers, the token holds only for its own address.
func (c *Client) registerID(ctx context.Context) (act.RegisterID, error) {
	c.mu.Lock()
	known := c.o.Register
	c.mu.Unlock()
	if known != "" {
		return known, nil
	}
	var key []byte
	if err := c.ask(ctx, request{method: http.MethodGet, path: "/register/key", stranger: true}, &key); err != nil {
		return "", err
	}
	vkey := strings.TrimSpace(string(key))
	if name, _, _ := strings.Cut(vkey, "+"); name != c.o.Origin {
		return "", fmt.Errorf("the office at %s keeps the register of %s, not that of %s", c.base.Host, name, c.o.Origin)
	}
	id, err := register.ID(vkey)
	if err != nil {
		return "", fmt.Errorf("read the register's key: %w", err)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.o.Register = act.RegisterID(id)
	return c.o.Register, nil
}
