using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Rollout.Metrics.Tests")]
