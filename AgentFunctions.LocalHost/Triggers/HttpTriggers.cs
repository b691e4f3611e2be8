using System.Reflection;
using AgentFunctions.Http;
using AgentFunctions.LocalHost.Functions;
using Microsoft.Azure.Functions.Worker;

namespace AgentFunctions.LocalHost.Triggers;

/// <summary>Serves the HTTP-triggered functions on Kestrel.</summary>
internal static class HttpTriggers
{
    /// <summary>Maps every HTTP-triggered function under the route prefix.</summary>
    public static void MapHttpTriggers(this WebApplication app, IEnumerable<FunctionDescriptor> functions, HostJson host)
    {
        foreach (FunctionDescriptor function in functions)
        {
            if (function.Trigger is HttpTriggerAttribute trigger)
            {
                FunctionInvoker invoker = new(function, p => function.IsTrigger(p) || p.ParameterType == typeof(string));
                app.MapMethods($"/{host.RoutePrefix}/{trigger.Route ?? function.Name}", trigger.Methods ?? ["GET", "POST"], http => HandleAsync(http, function, invoker));
            }
        }
    }

    private static async Task HandleAsync(HttpContext http, FunctionDescriptor function, FunctionInvoker invoker)
    {
        object? result;
        try
        {
            result = await invoker.InvokeAsync(http.RequestServices, p => Bind(http, function, p), http.RequestAborted).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            return;
        }
        catch (Exception e) when (e is not BadHttpRequestException)
        {
            // The boundary of the host: whatever a function throws becomes a problem without detail, as on Azure. Not so a body
            // that breaks off or is not chunked as it says: Kestrel knows it for the client's fault and answers 400.
            TriggerLog.FunctionFailed(http.RequestServices.GetRequiredService<ILogger<WebApplication>>(), e, function.Name);
            result = Faults.Of(e);
        }

        await ((IResult)result!).ExecuteAsync(http).ConfigureAwait(false);
    }

    private static object? Bind(HttpContext http, FunctionDescriptor function, ParameterInfo parameter) =>
        function.IsTrigger(parameter) ? http.Request : http.Request.RouteValues[parameter.Name!]?.ToString();
}
