// Package cosigners checks cosigners and those who ask them with software that is not ours: litewitness of the
// torchwood module as a cosigner of our registers, and tessera as an office that asks a cosigner of ours.
//
// It is a module of its own, so that their many dependencies stay out of the program.
package cosigners
