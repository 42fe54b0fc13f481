// Package backup makes one file of an office's folder, and an office's folder of that file.
//
//	Make     an office's folder, the office running or not -> one file
//	Restore  that file -> an office's folder, new or the office's own
//
// Both check the register that they carry. What an office has signed is not restored: an
// older register would then not be known for what it is.
package backup
