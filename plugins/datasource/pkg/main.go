// Command gpx_taskmaster_observability_datasource is what Grafana's server starts for the datasource. It forwards: every
// question is answered by the Task-Master Observability service.
package main

import (
	"os"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/backend/datasource"
	"github.com/grafana/grafana-plugin-sdk-go/backend/tracing"

	"github.com/taskmaster-observability/datasource/pkg/plugin"
)

const pluginID = "taskmaster-observability-datasource"

// version is set by the build.
var version = "development"

func main() {
	opts := datasource.ManageOpts{TracingOpts: tracing.Opts{}}
	if err := datasource.Manage(pluginID, plugin.Factory(version), opts); err != nil {
		backend.Logger.Error("The datasource ended", "error", err)
		os.Exit(1)
	}
}
