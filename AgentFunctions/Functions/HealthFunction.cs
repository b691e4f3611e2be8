using AgentFunctions.Http;
using AgentFunctions.Http.OpenApi;
using AgentFunctions.Http.OpenApi.Attributes;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AgentFunctions.Functions;

/// <summary>Says whether everything is up.</summary>
public sealed class HealthFunction(HealthCheckService health)
{
    /// <summary>GET /health: whether everything is up. 200 when all parts are up, else 503; the answer names the parts. Open, since probes carry no key.</summary>
    [Function("GetHealth")]
    [Operation(ApiTags.Application)]
    [Answer(200, "All parts are up.", typeof(HealthView))]
    [Answer(503, "A part is not up.", typeof(HealthView))]
    public async Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "health")] HttpRequest request, CancellationToken cancellationToken) =>
        HealthView.Of(await health.CheckHealthAsync(cancellationToken));
}
