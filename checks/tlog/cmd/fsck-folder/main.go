// Command fsck-folder has tessera's fsck check an exported register.
//
//	fsck-folder [-timeout 10m] <folder> <public key>
//
// It prints one line that begins with OK or FAILED, and exits with 0 only after OK.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"time"

	"k8s.io/klog/v2"

	outside "truce/checks/tlog"
)

func main() {
	timeout := flag.Duration("timeout", 10*time.Minute, "give up after this long")
	flag.Usage = func() {
		fmt.Fprintln(os.Stderr, "usage: fsck-folder [-timeout 10m] <folder> <public key>")
		flag.PrintDefaults()
	}
	flag.Parse()
	if flag.NArg() != 2 {
		flag.Usage()
		os.Exit(2)
	}
	klog.LogToStderr(false)
	klog.SetOutput(io.Discard)
	os.Exit(run(*timeout, flag.Arg(0), flag.Arg(1)))
}

func run(timeout time.Duration, folder, vkey string) int {
	ctx, cancel := context.WithTimeout(context.Background(), timeout)
	defer cancel()
	if err := outside.Fsck(ctx, folder, vkey); err != nil {
		fmt.Printf("FAILED: %v\n", err)
		return 1
	}
	fmt.Printf("OK: fsck of %s found nothing wrong\n", folder)
	return 0
}
