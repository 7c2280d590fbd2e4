using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Rollout.Recording.Tests")]
