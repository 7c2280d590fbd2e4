using Rollout.Cli;

if (ProberProcess.Is(args))
{
    ProberProcess.Begin();
}

// The demo's own child processes come first: they must start fast, and no help lists them.
return HiddenVerbs.Knows(args) ? await HiddenVerbs.RunAsync(args) : await CommandLine.RunAsync(args);
