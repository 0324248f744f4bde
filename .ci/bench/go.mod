module github.com/berthplan/berth/ci/bench

go 1.26.0

replace github.com/berthplan/berth => ../..

require (
	github.com/berthplan/berth v0.0.0
	github.com/prometheus/alertmanager v0.34.2
	github.com/rickar/cal/v2 v2.1.13
	github.com/robfig/cron/v3 v3.0.1
	github.com/stretchr/testify v1.12.1
	gopkg.in/yaml.v2 v2.4.0
)

require go.yaml.in/yaml/v3 v3.0.5 // indirect
