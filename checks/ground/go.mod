module truce/checks/ground

go 1.26.0
