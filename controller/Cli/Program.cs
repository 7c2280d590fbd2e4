return await Rollout.Cli.CommandLine.RunAsync(args);
