package plugin

import (
	"context"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/backend/tracing"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"

	"github.com/taskmaster-observability/datasource/pkg/service"
)

// QueryData forwards the queries of a request and answers every refId. An error is only returned where the caller gave up.
func (d *Datasource) QueryData(ctx context.Context, req *backend.QueryDataRequest) (*backend.QueryDataResponse, error) {
	if d.settingsFault != nil {
		return everywhere(req.Queries, backend.ErrDataResponseWithSource(backend.StatusBadRequest, backend.ErrorSourceDownstream, d.settingsFault.Error())), nil
	}
	caller := service.CallerOf(req.PluginContext, service.Headers(req.Headers, req.GetHTTPHeaders()))
	ctx, span := tracing.DefaultTracer().Start(ctx, "taskmaster.query")
	defer span.End()
	span.SetAttributes(attribute.Int("taskmaster.queries", len(req.Queries)), attribute.Bool("taskmaster.from_alert", caller.FromAlert))

	responses, err := d.client.Query(ctx, caller, req.Queries)
	if err != nil {
		span.SetStatus(codes.Error, "canceled")
		return nil, err
	}
	log := backend.Logger.FromContext(ctx)
	for refID, response := range responses {
		if response.Error != nil {
			span.SetStatus(codes.Error, response.Error.Error())
			log.Debug("A query has no answer", "refId", refID, "status", response.Status, "source", response.ErrorSource, "error", response.Error)
		}
	}
	return &backend.QueryDataResponse{Responses: responses}, nil
}

func everywhere(queries []backend.DataQuery, response backend.DataResponse) *backend.QueryDataResponse {
	all := backend.NewQueryDataResponse()
	for _, query := range queries {
		all.Responses[query.RefID] = response
	}
	return all
}
