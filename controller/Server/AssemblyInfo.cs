using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Rollout.Server.Tests")]
