// Package copies carries an office's record out of the house: copies of the register that any
// web server or USB stick can hold, the check of such a copy by a party that trusts nobody,
// and the comparison of copies.
//
//	Export        an office -> a folder of plain files (C2SP tlog-tiles and what goes beside)
//	Check         a folder or an address -> which is the first entry that is not right
//	Compare       two copies -> the same, one behind the other, or two histories
//	CompareHeads  one copy and one signed head of another -> the same question, by mail
//
// # Layout of an exported folder
//
//	heads/...               every signed head that an export into the folder saw, a file each
//	checkpoint              signed tree head (C2SP tlog-checkpoint); written last
//	cosigned                earlier heads that others cosigned: who saw how many entries, and when
//	tile/...                hash tiles and bundles of entries (C2SP tlog-tiles)
//	register.pub            the register's public key (C2SP signed-note)
//	hidden/<N>.jsonl        of the acts in bundle N: disclosures that the reader may see, what is not for him, and what the
//	                        office does not hold any more
//	evidence/blobs/...      files of evidence that the reader may see, as package blob keeps them
//	bulletins/...           published bulletins that the reader may see, named by their digests
//	export.json             of which form the folder is (truce-copy-1), for whom it was made, and that hidden/ tells of
//	                        every slot of every act
//	README.txt              all this in plain words
//
// # What it is not for
//
// Checking says what was signed by whom and when it was received, that nothing of it was
// changed, and that the office was right to take each act, by the rules of package admission.
// It does not judge whether a report is true, and does not fold what the acts add up to: package folded does, from the
// acts that are handed on here as they are checked. Of acts of kinds that this
// program does not have it says no more than that; what rests on one may be told as against
// the rules. It fetches nothing from another office by itself.
package copies
