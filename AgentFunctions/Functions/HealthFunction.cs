using AgentFunctions.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AgentFunctions.Functions;

/// <summary>Says whether everything is up.</summary>
public sealed class HealthFunction(HealthCheckService health)
{
    /// <summary>GET /health: 200 when all parts are up, else 503; the answer names the parts. Open, since probes carry no key.</summary>
    [Function("GetHealth")]
    public async Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "health")] HttpRequest request, CancellationToken cancellationToken) =>
        HealthView.Of(await health.CheckHealthAsync(cancellationToken));
}
