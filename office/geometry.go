package office

// GeometryProblem tells people what is wrong with a shape that package law refused: the
// rule, the place and the vertex. Doors that look at shapes before they make acts of them
// say the same as an office that is handed the act.
func GeometryProblem(err error) error { return geometryProblem(err) }
