// Package office is the core of one running office: it takes acts, keeps them in its register,
// folds them into what people see, and signs heads. Of single nouns it knows only people, who
// have to be known before anybody can be heard.
//
// There is one way in, Submit. What a caller does itself, in parallel: parse the act,
// check its shape and its signature. What the one writer then does, many acts a commit:
// check what depends on the state, append to the register, fold what changed, write both
// in one transaction, and only after the fsync answer everyone.
//
// Everything else stands on it, in the packages beside it, by four ways:
//
//	Part      asked about kinds of act before they wait, kept in step with commits
//	Follower  work behind the register, never inside a commit
//	Read      a look at the database as of one commit, for questions as known at any moment
//	Control   a turn on the writing goroutine, between commits
//
// Package house puts them together.
package office
