using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Rollout.Benchmarks.Tests")]
