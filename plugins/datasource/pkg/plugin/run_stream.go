package plugin

import (
	"context"
	"errors"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/taskmaster-observability/datasource/pkg/channel"
	"github.com/taskmaster-observability/datasource/pkg/service"
)

// RunStream passes one channel of the service on until nobody listens any more. Grafana calls it once for all viewers of a
// channel. A connection that breaks is made again, from the last message seen.
func (d *Datasource) RunStream(ctx context.Context, req *backend.RunStreamRequest, sender *backend.StreamSender) error {
	name, known := channel.Decode(req.Path)
	if !known || d.client == nil {
		return backend.DownstreamErrorf("there is no channel %q", req.Path)
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	defer context.AfterFunc(d.done, stop)() // new settings: Grafana begins the stream anew

	caller := service.CallerOf(req.PluginContext, service.Headers(req.Headers, req.GetHTTPHeaders()))
	log := backend.Logger.FromContext(ctx).With("channel", name)
	relay := relay{sender: sender}
	pause := backOff{}
	for {
		err := d.client.Listen(ctx, caller, name, relay.last, func(message service.Message) error {
			pause.reset()
			return relay.pass(message)
		})
		if ctx.Err() != nil {
			return nil
		}
		if failure, ok := errors.AsType[*sendError](err); ok {
			return failure // Grafana does not take what is sent: it has gone, and will ask anew
		}
		fault := service.AsFault(err)
		wait := pause.next(fault)
		log.Debug("The live stream broke off", "error", err, "again in", wait)
		if err := relay.interrupted(fault.Sentence); err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(wait):
		}
	}
}
