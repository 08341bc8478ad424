package plugin

import (
	"context"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/taskmaster-observability/datasource/pkg/channel"
	"github.com/taskmaster-observability/datasource/pkg/service"
)

// SubscribeStream lets everybody who may query listen to a channel that exists.
func (d *Datasource) SubscribeStream(ctx context.Context, req *backend.SubscribeStreamRequest) (*backend.SubscribeStreamResponse, error) {
	missing := &backend.SubscribeStreamResponse{Status: backend.SubscribeStreamStatusNotFound}
	name, known := channel.Decode(req.Path)
	if !known || !service.Streamable(name) || d.client == nil {
		return missing, nil
	}
	caller := service.CallerOf(req.PluginContext, service.Headers(req.Headers, req.GetHTTPHeaders()))
	if !d.client.Exists(ctx, caller, name) {
		return missing, nil
	}
	return &backend.SubscribeStreamResponse{Status: backend.SubscribeStreamStatusOK}, nil
}
