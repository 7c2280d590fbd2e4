using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Rollout.Cli.Tests")]
[assembly: InternalsVisibleTo("Rollout.Benchmarks")]
