using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Rollout.Demo.Tests")]
[assembly: InternalsVisibleTo("Rollout.Integration.Tests")]
