package api

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"truce/office"
	"truce/office/house"
	"truce/office/judging"
)

// metrics are for the office's operator. They name routes, kinds and reasons, never
// people or subjects.
type metrics struct {
	registry *prometheus.Registry
	requests *prometheus.HistogramVec
	submit   prometheus.Histogram
}

func newMetrics(f *house.House) *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "truce_http_request_seconds", Help: "Time to answer requests, by route and status.",
			Buckets: prometheus.ExponentialBuckets(0.001, 4, 8),
		}, []string{"route", "status"}),
		submit: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "truce_submit_seconds", Help: "Time until an act was durable or refused.",
			Buckets: prometheus.ExponentialBuckets(0.0005, 2, 14),
		}),
	}
	m.registry.MustRegister(m.requests, m.submit, counted{f.Office},
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{
			Name: "truce_register_entries", Help: "Entries in the register.",
		}, func() float64 { return float64(f.Size()) }),
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{
			Name: "truce_judging_pending", Help: "Records that are still to be judged by the law.",
		}, func() float64 { return pending(f.Judging) }))
	return m
}

// pending is -1 where it cannot be read.
func pending(j *judging.Judging) float64 {
	told, err := j.UpTo(context.Background())
	if err != nil {
		return -1
	}
	return float64(told.Pending)
}

func (m *metrics) watch(s *streams, c *connections) {
	m.registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name: "truce_connections_open", Help: "Connections that are open.",
	}, c.count), prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name: "truce_event_streams", Help: "Event streams that are open.",
	}, s.count))
}

func (m *metrics) handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}

func (m *metrics) answered(route string, status int, took time.Duration) {
	if route == "" {
		route = "none"
	}
	m.requests.WithLabelValues(route, strconv.Itoa(status)).Observe(took.Seconds())
}

// counted collects what the office counts.
type counted struct{ office *office.Office }

func (c counted) taken() *prometheus.Desc {
	return prometheus.NewDesc("truce_acts_taken_total", "Acts taken, by kind.", []string{"kind"}, nil)
}

func (c counted) refused() *prometheus.Desc {
	return prometheus.NewDesc("truce_acts_refused_total", "Acts refused, by reason.", []string{"reason"}, nil)
}

// Describe is part of prometheus.Collector.
func (c counted) Describe(out chan<- *prometheus.Desc) {
	out <- c.taken()
	out <- c.refused()
}

// Collect is part of prometheus.Collector.
func (c counted) Collect(out chan<- prometheus.Metric) {
	now := c.office.Counted()
	for kind, n := range now.Taken {
		out <- prometheus.MustNewConstMetric(c.taken(), prometheus.CounterValue, float64(n), kind)
	}
	for reason, n := range now.Refused {
		out <- prometheus.MustNewConstMetric(c.refused(), prometheus.CounterValue, float64(n), reason)
	}
}
