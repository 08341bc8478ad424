//go:build mage

// What Grafana's own tooling for plugins calls (`mage` in this folder) to build the executable next to plugin.json of the
// bundle. `npm run build` does the same without mage, and skips what is unchanged.
package main

import (
	// mage:import
	build "github.com/grafana/grafana-plugin-sdk-go/build"
)

func init() {
	if err := build.SetBeforeBuildCallback(func(cfg build.Config) (build.Config, error) {
		cfg.PluginJSONPath = "."
		cfg.OutputBinaryPath = "../../dist/taskmaster-observability-app/datasource"
		return cfg, nil
	}); err != nil {
		panic(err)
	}
}

// Default builds for every platform.
var Default = build.BuildAll
