using Rollout.Judge;

namespace Rollout.Cli.Forecasting;

/// <summary>One loss with the canaries that were asked about, and with as many as it takes.</summary>
/// <param name="Forecast">With the canaries asked about.</param>
/// <param name="CanaryNodesNeeded">The fewest with which it is detectable; null where none up to half of the fleet is enough.</param>
/// <param name="WithThem">The forecast with so many, where that is another number.</param>
internal sealed record LossLine(LossForecast Forecast, int? CanaryNodesNeeded, LossForecast? WithThem);
