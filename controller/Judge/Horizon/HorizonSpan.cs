namespace Rollout.Judge;

/// <summary>How long a rollout is planned to be judged, and how often.</summary>
/// <param name="Start">Of the rollout.</param>
/// <param name="Length">Of all its stages together, each until its deadline.</param>
/// <param name="Bucket">Between two looks: the shortest bucket of any metric.</param>
/// <param name="Information">
/// Information planned for all of it, as a multiple of the baselines' own (<see cref="PartBaseline.PlannedInformation"/>): later stages
/// have more canaries. At least 1.
/// </param>
public sealed record HorizonSpan(DateTimeOffset Start, TimeSpan Length, TimeSpan Bucket, double Information = 1);
