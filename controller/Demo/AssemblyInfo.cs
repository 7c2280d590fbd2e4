using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Rollout.Demo.Tests")]
