using AgentFunctions.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Hosting;

/// <summary>Answers a call whose function threw with problem details; the Functions host alone would send an empty 500.</summary>
internal sealed partial class FaultMiddleware(ILogger<FaultMiddleware> log) : IFunctionsWorkerMiddleware
{
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (Exception e) when (context.GetHttpContext() is { } http && !http.RequestAborted.IsCancellationRequested)
        {
            FunctionFailed(log, e, context.FunctionDefinition.Name);
            context.GetInvocationResult().Value = Faults.Of(e);
        }
    }

    [LoggerMessage(100, LogLevel.Error, "Function {Function} failed.", EventName = "FunctionFailed")]
    private static partial void FunctionFailed(ILogger logger, Exception exception, string function);
}
