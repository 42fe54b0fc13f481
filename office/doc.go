// Package office is one running office: it takes acts, keeps them in its register, folds
// them into what people see, and answers readers within their rights.
//
// There is one way in, Submit. What a caller does itself, in parallel: parse the act,
// check its shape and its signature. What the one writer then does, many acts a commit:
// check what depends on the state, append to the register, fold what changed, write both
// in one transaction, and only after the fsync answer everyone.
package office
