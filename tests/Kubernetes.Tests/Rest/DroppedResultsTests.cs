using Rollout.Kubernetes.Rest;

namespace Rollout.Kubernetes.Tests.Rest;

/// <summary>A result of the API that nobody looks at is a fault that nobody hears of.</summary>
public class DroppedResultsTests
{
    [Fact]
    public void No_result_is_dropped_in_the_client() => Assert.Empty(DroppedResults.In(typeof(ApiResult<>).Assembly));

    [Fact]
    public void A_dropped_result_is_found()
    {
        var found = DroppedResults.In(typeof(Planted).Assembly);
        Assert.Contains(found, place => place.Contains(nameof(Planted.Direct), StringComparison.Ordinal));
        Assert.Contains(found, place => place.Contains(nameof(Planted.AwaitedAsync), StringComparison.Ordinal));
        Assert.Contains(found, place => place.Contains(nameof(Planted.Unawaited), StringComparison.Ordinal));
        Assert.DoesNotContain(found, place => place.Contains(nameof(Planted.LookedAtAsync), StringComparison.Ordinal));
    }

    internal static class Planted
    {
        public static void Direct(ApiResult<string> result) => result.Then(text => new ApiResult<string>.Ok(text));

        public static async Task AwaitedAsync(Task<ApiResult<string>> result) => await result;

        public static void Unawaited(Func<Task<ApiResult<string>>> ask) => _ = ask();

        public static async Task<bool> LookedAtAsync(Task<ApiResult<string>> result) => (await result).IsOk;
    }
}
