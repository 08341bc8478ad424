package service

import (
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
)

// What the service takes; more data points or a longer name would be a 400 for all queries of the request.
const (
	mostDataPoints = 100_000
	longestRefID   = 128
)

type envelope struct {
	RefID         string          `json:"refId"`
	QueryType     string          `json:"queryType"`
	TimeRange     timeRange       `json:"timeRange"`
	IntervalMs    int64           `json:"intervalMs,omitempty"`
	MaxDataPoints int64           `json:"maxDataPoints,omitempty"`
	Query         json.RawMessage `json:"query,omitempty"`
}

// timeRange in epoch milliseconds.
type timeRange struct {
	From int64 `json:"from"`
	To   int64 `json:"to"`
}

// model is what a panel or an alert rule stores; only what is needed to pass it on.
type model struct {
	QueryType string          `json:"queryType"`
	Hide      bool            `json:"hide"`
	Query     json.RawMessage `json:"query"`
}

// envelopeOf makes the service's query of Grafana's. It is nil for a query that asks nothing: hidden, or not chosen yet.
func envelopeOf(query backend.DataQuery) (*envelope, *Fault) {
	var stored model
	if len(query.JSON) > 0 {
		if err := json.Unmarshal(query.JSON, &stored); err != nil {
			sentence := fmt.Sprintf("Query %s cannot be read: %s. Its JSON must be an object with “queryType” and “query”.", clip(query.RefID), err)
			return nil, ours(http.StatusBadRequest, sentence, err)
		}
	}
	queryType := query.QueryType
	if queryType == "" {
		queryType = stored.QueryType // an alert rule's own queryType is often empty
	}
	if stored.Hide || queryType == "" && empty(stored.Query) {
		return nil, nil
	}
	switch {
	case queryType == "":
		return nil, ours(http.StatusBadRequest, "Query "+clip(query.RefID)+" has no query type. Choose one in its editor.", nil)
	case query.RefID == "" || len(query.RefID) > longestRefID:
		return nil, ours(http.StatusBadRequest, fmt.Sprintf("A query's name must have 1 to %d characters. Rename it.", longestRefID), nil)
	}
	forwarded := &envelope{
		RefID:         query.RefID,
		QueryType:     queryType,
		TimeRange:     timeRange{From: query.TimeRange.From.UnixMilli(), To: query.TimeRange.To.UnixMilli()},
		IntervalMs:    max(0, query.Interval.Milliseconds()),
		MaxDataPoints: min(max(0, query.MaxDataPoints), mostDataPoints),
	}
	if !empty(stored.Query) {
		forwarded.Query = stored.Query
	}
	return forwarded, nil
}

func empty(query json.RawMessage) bool {
	text := string(query)
	return text == "" || text == "null" || text == "{}"
}
