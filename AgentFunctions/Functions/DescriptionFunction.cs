using AgentFunctions.Http.OpenApi;
using AgentFunctions.Http.OpenApi.Attributes;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace AgentFunctions.Functions;

/// <summary>Describes the API.</summary>
public sealed class DescriptionFunction(ServedDescription description)
{
    /// <summary>GET /openapi.json: this description, as OpenAPI 3.1.</summary>
    [Function("GetDescription")]
    [Operation(ApiTags.Application, Headers = [RequestHeaders.IfNoneMatch])]
    [Answer(200, "The description.", typeof(System.Text.Json.JsonElement), Headers = [ResponseHeaders.ETag])]
    [Answer(304, "It is still the one whose `ETag` was given.", Headers = [ResponseHeaders.ETag])]
    public Task<IResult> GetAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "openapi.json")] HttpRequest request) => description.AnswerAsync();
}
