// Package histories has what people saw of a running office judged by a program that is not ours: porcupine, which is told
// when each question was asked and answered, and says whether one register, in which acts are only appended, could have
// given all these answers in some order that fits those times (linearizability: Herlihy and Wing, 1990).
//
// The office is the program itself, in a process of its own: while people hand in acts and read heads, it is killed without
// warning and started again, and stopped and let go on. Its clock is the machine's, which a test does not set: what jumps of
// the clock do is tried in package office (clock guard).
package histories
