// Package plugin holds what Grafana calls, one handler a file.
package plugin

import (
	"context"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/backend/datasource"
	"github.com/grafana/grafana-plugin-sdk-go/backend/instancemgmt"

	"github.com/taskmaster-observability/datasource/pkg/service"
)

var (
	_ backend.QueryDataHandler      = (*Datasource)(nil)
	_ backend.CheckHealthHandler    = (*Datasource)(nil)
	_ backend.CallResourceHandler   = (*Datasource)(nil)
	_ backend.StreamHandler         = (*Datasource)(nil)
	_ instancemgmt.InstanceDisposer = (*Datasource)(nil)
)

// Datasource is one datasource as set up in Grafana. Grafana makes a new one when its settings change.
type Datasource struct {
	// client is nil where the settings cannot be used; settingsFault says why.
	client        *service.Client
	settingsFault error
	version       string
	done          context.Context
	dispose       context.CancelFunc
}

// Factory makes datasources of a plugin of this version. Settings that cannot be used are said by every handler, in a
// sentence, rather than by Grafana's “failed to create instance”.
func Factory(version string) datasource.InstanceFactoryFunc {
	return func(ctx context.Context, settings backend.DataSourceInstanceSettings) (instancemgmt.Instance, error) {
		client, err := service.NewClient(ctx, settings, version)
		done, dispose := context.WithCancel(context.Background())
		return &Datasource{client: client, settingsFault: err, version: version, done: done, dispose: dispose}, nil
	}
}

// Dispose ends streams and lets go of connections.
func (d *Datasource) Dispose() {
	d.dispose()
	if d.client != nil {
		d.client.Close()
	}
}
