using System.Text.Json;
using AgentFunctions.Costs.Reports;
using AgentFunctions.Tasks;

namespace AgentFunctions.Http;

/// <summary>States, lanes and dimensions as the API spells them: camel case.</summary>
internal static class ApiNames
{
    public static string ToApi(this AgentTaskStatus status) => JsonNamingPolicy.CamelCase.ConvertName(status.ToString());

    public static string ToApi(this CallbackStatus status) => JsonNamingPolicy.CamelCase.ConvertName(status.ToString());

    public static string ToApi(this Lane lane) => JsonNamingPolicy.CamelCase.ConvertName(lane.ToString());

    public static string ToApi(this CostDimension dimension) => JsonNamingPolicy.CamelCase.ConvertName(dimension.ToString());
}
