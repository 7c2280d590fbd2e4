using Rollout.Api.Binding;

namespace Rollout.Api.Tests.Binding;

public class SpecPlaceTests
{
    [Theory]
    [InlineData("fleet.yaml", 12, "spec.stages[0]", "fleet.yaml:12 spec.stages[0]")]
    [InlineData("fleet.yaml", null, "spec", "fleet.yaml spec")]
    [InlineData("fleet.yaml", 3, "", "fleet.yaml:3")]
    [InlineData(null, null, "spec", "spec")]
    [InlineData(null, 4, "spec", "line 4 spec")]
    [InlineData(null, null, "", "input")]
    public void A_place_says_what_is_known_of_it(string? file, int? line, string path, string text) =>
        Assert.Equal(text, new SpecPlace(file, line, path).ToString());
}
