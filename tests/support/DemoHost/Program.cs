// The demo's child processes without the rest of the executable, so that tests start the real ones.
using Rollout.Demo;

return DemoVerbs.Knows(args) ? await DemoVerbs.RunAsync(args, CancellationToken.None) : 2;
