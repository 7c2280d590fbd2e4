using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Rollout.Server.Tests")]
[assembly: InternalsVisibleTo("Rollout.Operator.Tests")]
