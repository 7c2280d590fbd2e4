using System.Text.Json;

namespace Rollout.Fleets.Kubernetes.Reading;

/// <summary>A label selector as a request has it.</summary>
internal static class SelectorText
{
    public static string Of(JsonElement? selector)
    {
        if (selector is not { } given)
        {
            return "";
        }

        var equal = given.Members("matchLabels").Select(p => $"{p.Name}={p.Value.GetString()}");
        return string.Join(',', equal.Concat(given.Items("matchExpressions").Select(Expression)));
    }

    private static string Expression(JsonElement expression)
    {
        var key = expression.Text("key");
        var values = string.Join(',', expression.Items("values").Select(v => v.GetString()));
        return expression.Text("operator") switch
        {
            "In" => $"{key} in ({values})",
            "NotIn" => $"{key} notin ({values})",
            "DoesNotExist" => $"!{key}",
            _ => key ?? "",
        };
    }
}
