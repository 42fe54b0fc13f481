package register

import (
	"crypto/sha256"
	"fmt"
	"math/bits"

	"golang.org/x/mod/sumdb/tlog"
)

// maxLevels is enough for any tree whose size fits an int64.
const maxLevels = 63

// Tree is a growing Merkle tree (RFC 6962, section 2.1) of which only the right edge is kept: the roots
// of its perfect subtrees. That is enough to append leaves and to know the root, and fits one SQL row.
//
// The zero Tree is empty and ready to use. A Tree is a value: a copy is independent of the original.
// Compare two trees by size and root, never by ==.
type Tree struct {
	size int64
	// edge works like a binary counter: edge[l] is the root of a perfect subtree of 2^l leaves if bit l
	// of size is set, and left over from earlier otherwise.
	edge [maxLevels]tlog.Hash
}

// TreeFromEdge restores a tree of size leaves from what [Tree.Edge] returned.
func TreeFromEdge(size int64, edge []byte) (Tree, error) {
	if size < 0 || len(edge) != bits.OnesCount64(uint64(size))*tlog.HashSize {
		return Tree{}, fmt.Errorf("restore tree: an edge of %d bytes does not belong to %d entries", len(edge), size)
	}
	t := Tree{size: size}
	for l := maxLevels - 1; l >= 0; l-- {
		if size>>l&1 == 1 {
			edge = edge[copy(t.edge[l][:], edge):]
		}
	}
	return t, nil
}

// Size is the number of leaves.
func (t *Tree) Size() int64 { return t.size }

// Append adds a leaf, given its [LeafHash].
func (t *Tree) Append(leaf tlog.Hash) { t.appendSubtree(0, leaf) }

// appendSubtree adds a perfect subtree of 2^level leaves. The size must be a multiple of 2^level.
func (t *Tree) appendSubtree(level int, h tlog.Hash) {
	l := level
	for ; t.size>>l&1 == 1; l++ {
		h = tlog.NodeHash(t.edge[l], h)
	}
	t.edge[l] = h
	t.size += 1 << level
}

// Root is the root hash. That of an empty tree is the hash of nothing (RFC 6962, section 2.1).
func (t *Tree) Root() tlog.Hash {
	if t.size == 0 {
		return sha256.Sum256(nil)
	}
	l := bits.TrailingZeros64(uint64(t.size))
	h := t.edge[l]
	for l++; t.size>>l != 0; l++ {
		if t.size>>l&1 == 1 {
			h = tlog.NodeHash(t.edge[l], h)
		}
	}
	return h
}

// Clone is a copy that grows on its own.
func (t *Tree) Clone() Tree { return *t }

// Edge is the right edge for storage: the roots of the perfect subtrees, largest first.
func (t *Tree) Edge() []byte {
	edge := make([]byte, 0, bits.OnesCount64(uint64(t.size))*tlog.HashSize)
	for l := maxLevels - 1; l >= 0; l-- {
		if t.size>>l&1 == 1 {
			edge = append(edge, t.edge[l][:]...)
		}
	}
	return edge
}
