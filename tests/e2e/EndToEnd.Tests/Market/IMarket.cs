namespace Rollout.EndToEnd.Tests.Market;

/// <summary>The sales of a namespace's shop, and where they are read.</summary>
internal interface IMarket : IAsyncDisposable
{
    Uri Prometheus { get; }

    /// <summary>What is to be said of it when a scenario fails.</summary>
    string Told { get; }
}
