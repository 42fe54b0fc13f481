package act

import "encoding/hex"

// smallOrder reports whether 32 bytes spell a point of Ed25519 of small order, in one of the ways in which verifiers read them ("Taming the many
// EdDSAs", 2020). No honest signer makes a key or a signature that begins with one; whether such a signature is good some verifiers answer otherwise
// than others (Web Cryptography asks that it is not, RFC 8032 does not): its maker could choose who believes it. So it is good to nobody here.
func smallOrder(point []byte) bool {
	if len(point) < 32 {
		return false
	}
	switch point[1] { // few come further
	case 0x00, 0xff, 0xe8, 0x17:
	default:
		return false
	}
	switch hex.EncodeToString(point[:32]) {
	case "0100000000000000000000000000000000000000000000000000000000000000", // order 1
		"ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", // order 2
		"0000000000000000000000000000000000000000000000000000000000000000", // order 4
		"0000000000000000000000000000000000000000000000000000000000000080",
		"26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05", // order 8
		"26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
		"c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
		"c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
		"0100000000000000000000000000000000000000000000000000000000000080", // -0
		"eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", // p+1
		"eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
		"edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", // p
		"edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
		"ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff":
		return true
	}
	return false
}
