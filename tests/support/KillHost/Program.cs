using Rollout.KillHost;

// A process for tests to kill: "write STATE" records without pause, "ensure FLEET VERSION" brings a host fleet to a version,
// "releases ADDRESS NAME" writes releases into a history without pause.
return args switch
{
    ["write", var state] => await Writing.RunAsync(state),
    ["ensure", var fleet, var version] => await Ensuring.RunAsync(fleet, version),
    ["releases", var address, var name] => await Releasing.RunAsync(address, name),
    _ => 64,
};
