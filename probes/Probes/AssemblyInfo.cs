using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Rollout.Probes.Tests")]
