module github.com/berthplan/berth/ci/readback

go 1.26.0

require (
	github.com/arran4/golang-ical v0.3.4
	github.com/berthplan/berth v0.0.0
	github.com/emersion/go-ical v0.0.0-20250329121855-f41e73efc392
	github.com/stretchr/testify v1.12.1
)

require (
	github.com/teambition/rrule-go v1.8.2 // indirect
	go.yaml.in/yaml/v3 v3.0.5 // indirect
	gonum.org/v1/gonum v0.17.0 // indirect
)

replace github.com/berthplan/berth => ../..
