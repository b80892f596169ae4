using LiveFeed.Bodies;
using LiveFeed.Clients;
using LiveFeed.Frames;
using LiveFeed.Streaming.Output;
using LiveFeed.Streaming.WebSockets.Framing;
using LiveFeed.Streaming.WebSockets.Requests;

namespace LiveFeed.Streaming.WebSockets;

/// <summary>
/// One client's connection. Its pump writes; beside it, a task reads the client's messages one after another and has them
/// answered. The client must read its answers: one that leaves a megabyte of them unread is closed.
/// </summary>
internal sealed class WebSocketSession(
    WebSocketConnection connection,
    WebSocketRequest request,
    Func<FeedClient, ClientRequestHandler> begin,
    DeliveryOptions delivery,
    TimeProvider time,
    Action<Exception> failed)
{
    private static readonly WebSocketClose TooManyAnswers = new(WebSocketClose.TooMuch, "too many answers are unread");

    private FeedClient? _client;
    private Task _reading = Task.CompletedTask;
    private WebSocketClose? _close; // why the reading task ended the connection
    private bool _isAnswered; // the client has sent its close

    /// <summary>Sends the first message, and begins to read.</summary>
    internal async ValueTask<IClientOutput?> ConnectAsync(FeedClient client, ConnectedFrame first)
    {
        _client = client;
        request.Ticket?.HeldBy(client);
        if (!await connection.SendAsync(first, client.CutOff))
        {
            if (client.CutOff.IsCancellationRequested)
            {
                connection.Output.Abort();
            }

            return null;
        }

        var peer = new WebSocketPeer(client, connection.Peer, connection.Reader, delivery.Heartbeat, time);
        var output = new WebSocketOutput(connection.Output, peer, connection.Deflates) { Batches = request.Batches };
        _reading = ReadAsync(client, output);
        return output;
    }

    /// <summary>The client's pump has ended: closes the connection.</summary>
    internal async ValueTask EndAsync()
    {
        if (_client?.Closing is not null)
        {
            connection.NoteClosed(); // the pump wrote it
        }

        if (_close is { } close && _client?.CutOff.IsCancellationRequested == false)
        {
            await connection.CloseAsync(close, _isAnswered);
        }

        if (_client?.CutOff.IsCancellationRequested == true)
        {
            connection.Reader.EndWait();
        }

        // The client's close ends the task.
        await _reading.WaitAsync(WebSocketConnection.CloseTime).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!_reading.IsCompleted)
        {
            connection.Output.Abort();
            await _reading;
        }
    }

    private async Task ReadAsync(FeedClient client, WebSocketOutput output)
    {
        ClientRequestHandler? handler = null; // most clients only listen
        try
        {
            while (_close is null && connection.Reader.LeaveThere(await connection.Reader.WaitAsync()) &&
                await connection.Reader.ReadAsync(client.CutOff) is { } message)
            {
                using (message)
                {
                    Tell(client, await AnswerAsync(message, client, output, handler ??= begin(client)));
                }
            }
        }
        catch (WebSocketFaultException e)
        {
            _close = e.Close;
        }
        catch (BodyRefusedException)
        {
            _close = new WebSocketClose(WebSocketClose.TooMuch, "the rest of a message comes too slowly");
        }
        catch (Exception e) when (WebSocketConnection.IsEnd(e))
        {
            // The connection has ended.
        }
        catch (Exception e)
        {
            failed(e);
            _close = new WebSocketClose(WebSocketClose.Fault, "something went wrong in the service");
        }
        finally
        {
            client.Abort();
        }
    }

    // Null when there is none now.
    private ValueTask<Frame?> AnswerAsync(
        WebSocketMessage message, FeedClient client, WebSocketOutput output, ClientRequestHandler handler)
    {
        switch (message.Opcode)
        {
            case not WebSocketOpcode.Close when client.Closing is not null: // the service has said its last word
            case WebSocketOpcode.Pong:
                return default;
            case WebSocketOpcode.Ping:
                return new(new ControlFrame(WebSocketOpcode.Pong, message.Bytes.ToArray()));
            case WebSocketOpcode.Close:
                (_close, _isAnswered) = (message.CloseAnswer(), true);
                return default;
            case WebSocketOpcode.Binary:
                return new(handler.NotText());
            default:
                return message.IsLong
                    ? AnswerLongAsync(message, client, output, handler)
                    : handler.HandleAsync(handler.Parse(message.Bytes), client, output);
        }
    }

    private async ValueTask<Frame?> AnswerLongAsync(
        WebSocketMessage message, FeedClient client, WebSocketOutput output, ClientRequestHandler handler)
    {
        var request = await connection.Reader.RunLongAsync(() => handler.Parse(message.Bytes));
        return await handler.HandleAsync(request, client, output);
    }

    private void Tell(FeedClient client, Frame? answer)
    {
        if (answer is not null && !client.TryTell(answer))
        {
            _close ??= TooManyAnswers;
        }
    }
}
