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

// Describe is part of prometheus.Collector. What is told depends on what happened.
func (c counted) Describe(chan<- *prometheus.Desc) {}

// Collect is part of prometheus.Collector.
func (c counted) Collect(out chan<- prometheus.Metric) {
	now := c.office.Counted()
	tell := func(kind prometheus.ValueType, value float64, name, help string) {
		out <- prometheus.MustNewConstMetric(prometheus.NewDesc(name, help, nil, nil), kind, value)
	}
	by := func(all map[string]int64, name, help, label string) {
		for what, n := range all {
			out <- prometheus.MustNewConstMetric(prometheus.NewDesc(name, help, []string{label}, nil), prometheus.CounterValue, float64(n), what)
		}
	}
	by(now.Taken, "truce_acts_taken_total", "Acts taken, by kind.", "kind")
	by(now.Refused, "truce_acts_refused_total", "Acts refused, by reason.", "reason")
	by(now.Storage, "truce_storage_errors_total", "Failures of storage since the start, by what was wrong.", "reason")
	tell(prometheus.GaugeValue, float64(now.Log.Bytes), "truce_log_bytes", "Bytes in the log ahead of the database.")
	tell(prometheus.GaugeValue, float64(now.Log.Waiting), "truce_log_waiting_bytes", "Bytes of the log that are not yet in the database.")
	copied := 0.0
	if !now.Copied.At.IsZero() {
		copied = float64(now.Copied.At.UnixMilli()) / 1000
	}
	tell(prometheus.GaugeValue, copied, "truce_log_checkpoint_timestamp_seconds",
		"When the log was last copied into the database without an error, since 1970; 0: not since the start.")
	tell(prometheus.CounterValue, float64(now.Copied.Failed), "truce_log_checkpoint_errors_total", "How often copying the log failed since the start.")
	tell(prometheus.GaugeValue, now.Clock.Seconds(), "truce_clock_difference_seconds",
		"How far the machine's clock moved since the start against one that nobody sets.")
	tell(prometheus.CounterValue, float64(now.RefusedStarts), "truce_starts_refused_total", "Starts of the office in this folder that were refused.")
}
