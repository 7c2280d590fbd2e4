using Rollout.Api.Binding;

namespace Rollout.Api.Tests.Binding;

public class NearestNameTests
{
    private static readonly string[] Known = ["stages", "metrics", "warmUp", "deadline"];

    [Theory]
    [InlineData("stage", "stages")]
    [InlineData("warmup", "warmUp")]
    [InlineData("metrcis", "metrics")]
    [InlineData("dedline", "deadline")]
    [InlineData("interval", null)]
    [InlineData("", null)]
    public void The_nearest_known_name_is_found_or_none(string name, string? nearest) => Assert.Equal(nearest, NearestName.Of(name, Known));

    [Fact]
    public void A_very_long_name_is_near_to_nothing() => Assert.Null(NearestName.Of(new string('s', 10_000), Known));

    [Fact]
    public void Nothing_known_is_near_to_nothing() => Assert.Null(NearestName.Of("stages", []));
}
