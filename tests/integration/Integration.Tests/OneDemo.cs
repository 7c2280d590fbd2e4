namespace Rollout.Integration.Tests;

/// <summary>The tests that look at one and the same demo.</summary>
[CollectionDefinition(Name)]
public sealed class OneDemo : ICollectionFixture<ToldDemo>
{
    public const string Name = "told demo";
}
