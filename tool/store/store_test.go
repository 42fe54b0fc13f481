package store_test

import (
	"testing"

	"truce/tool/keep/keeptest"
	"truce/tool/store"
)

func TestStore(t *testing.T) {
	t.Parallel()
	keeptest.Run(t, store.Open)
}
