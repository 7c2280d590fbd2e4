using Rollout.Api;
using Rollout.Api.Binding;

namespace Rollout.Api.Tests.Binding;

public class StageBindingTests
{
    private const string NodesMend = "write a number of nodes such as 1, or a percentage such as \"25%\"";

    [Theory]
    [InlineData("1, \"10%\", 2, \"50%\"")]
    [InlineData("3, \"25%\", \"100%\"")]
    [InlineData("\"1\", \"2\"")]
    [InlineData("1, 1")]
    [InlineData("2, \"50%\", 1")]
    public void Stages_are_taken_as_written_those_that_do_not_grow_are_skipped_later(string nodes)
    {
        var spec = SpecTexts.With($"\"stages\":[{string.Join(",", nodes.Split(", ").Select(n => $"{{\"nodes\":{n}}}"))}]").Value();
        Assert.Equal(nodes.Replace("\"", "", StringComparison.Ordinal).Split(", "), spec.Stages.Select(s => s.Nodes.ToString()));
    }

    [Theory]
    [InlineData("[0]", "stages[0].nodes", "is the number 0 where a number of nodes is wanted", NodesMend)]
    [InlineData("[1.5]", "stages[0].nodes", "is the number 1.5 where a number of nodes is wanted", NodesMend)]
    [InlineData("[\"0%\"]", "stages[0].nodes", "is the text '0%' where a number of nodes is wanted", NodesMend)]
    [InlineData("[\"101%\"]", "stages[0].nodes", "is the text '101%' where a number of nodes is wanted", NodesMend)]
    [InlineData("[\"12.5%\"]", "stages[0].nodes", "is the text '12.5%' where a number of nodes is wanted", NodesMend)]
    [InlineData("[\"all\"]", "stages[0].nodes", "is the text 'all' where a number of nodes is wanted", NodesMend)]
    [InlineData("[99999999999]", "stages[0].nodes", "is the number 99999999999 where a number of nodes is wanted", NodesMend)]
    public void Nodes_that_do_not_fit_are_refused(string nodes, string place, string what, string mend)
    {
        var stages = string.Join(",", nodes[1..^1].Split(", ").Select(n => $"{{\"nodes\":{n}}}"));
        Assert.Equal(new Problem(place, what, mend), SpecTexts.With($"\"stages\":[{stages}]").Only());
    }

    [Theory]
    [InlineData("[]", "stages", "has no stage")]
    [InlineData("{}", "stages", "is a map where a list is wanted")]
    [InlineData("[1]", "stages[0]", "is the number 1 where a map of fields is wanted")]
    [InlineData("[{}]", "stages[0].nodes", "is missing")]
    [InlineData("[{\"nodes\":1,\"tolerance\":\"1\"}]", "stages[0].tolerance", "is 1, which is out of range")]
    [InlineData("[{\"nodes\":1,\"tolerance\":\"0\"}]", "stages[0].tolerance", "is 0, which is out of range")]
    [InlineData("[{\"nodes\":1,\"nodeSelector\":{\"zone\":\"a\"}}]", "stages[0].nodeSelector", "picks machines of a DaemonSet; a host fleet has its own nodes")]
    public void A_stage_that_does_not_fit_is_refused(string stages, string place, string what)
    {
        var problem = SpecTexts.With($"\"stages\":{stages}").Only();
        Assert.Equal((place, what), (problem.Place, problem.What));
    }

    [Fact]
    public void In_Kubernetes_a_stage_may_pick_its_machines()
    {
        var spec = SpecTexts.With("\"stages\":[{\"nodes\":1,\"nodeSelector\":{\"zone\":\"a\"}}]", SpecPlatform.Kubernetes).Value();
        Assert.Equal("a", spec.Stages[0].NodeSelector["zone"]);
    }
}
