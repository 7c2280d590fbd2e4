namespace Rollout.History.Tests;

public class ReleaseJsonTests
{
    [Fact]
    public void Releases_are_read_back_as_they_were()
    {
        var json = ReleaseJson.Of(new ReleasesRead.Found([Sample.Full(), Sample.UnderWay(2)], false), "the store is away");
        var (read, trouble) = ReleaseJson.Read(json)!.Value;
        Assert.Equal("the store is away", trouble);
        Assert.False(read.IsAll);
        Sample.Same(Sample.Full(), read.Releases[0]);
        Sample.Same(Sample.UnderWay(2), read.Releases[1]);
        Assert.Contains("\"result\":\"Promoted\"", json, StringComparison.Ordinal);
        Assert.Contains("\"result\":null", json, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{\"items\":[{}]}")]
    public void What_is_no_list_of_releases_is_none(string json) => Assert.Null(ReleaseJson.Read(json));
}
