using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Rollout.Judge.Tests")]
