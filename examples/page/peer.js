// One connection to another browser. Where both change it at once, the polite one gives way ("perfect negotiation").

// Without a STUN or TURN server browsers find each other within one network only. Name yours here: { urls: 'stun:…' }.
const iceServers = [];
const mostWords = 1_000; // characters

/** `send` carries what it has to say to the other browser; what comes back goes into `receive`. */
export function openPeer({ isPolite, send, onStream, onWords, onState, onClose }) {
  const connection = new RTCPeerConnection({ iceServers });
  const words = connection.createDataChannel('words', { negotiated: true, id: 0 });
  let isOffering = false;
  let isIgnoring = false;

  connection.onnegotiationneeded = async () => {
    isOffering = true;
    try {
      await connection.setLocalDescription();
      send({ description: connection.localDescription.toJSON() });
    } catch (problem) {
      if (connection.signalingState !== 'closed') throw problem;
    } finally {
      isOffering = false;
    }
  };
  connection.onicecandidate = ({ candidate }) => candidate !== null && send({ candidate: candidate.toJSON() });
  connection.ontrack = ({ streams, track }) => onStream(streams[0] ?? new MediaStream([track]));
  connection.onconnectionstatechange = () => {
    onState(connection.connectionState);
    if (connection.connectionState === 'failed') connection.restartIce();
  };
  words.onmessage = ({ data }) => typeof data === 'string' && onWords(data.slice(0, mostWords));
  words.onclose = () => onClose();
  onState('connecting');

  return {
    async receive({ description, candidate }) {
      if (description !== undefined) {
        const isOffer = description.type === 'offer';
        isIgnoring = !isPolite && isOffer && (isOffering || connection.signalingState !== 'stable');
        if (isIgnoring) return;
        await connection.setRemoteDescription(description); // which takes back an offer of ours
        if (!isOffer) return;
        await connection.setLocalDescription();
        send({ description: connection.localDescription.toJSON() });
      } else if (candidate !== undefined && !isIgnoring) {
        await connection.addIceCandidate(candidate);
      }
    },
    /** Sends this picture and sound, too. */
    show(stream) {
      const sent = connection.getSenders().map(({ track }) => track);
      for (const track of stream?.getTracks() ?? []) if (!sent.includes(track)) connection.addTrack(track, stream);
    },
    /** Whether it went out. */
    say(text) {
      if (words.readyState !== 'open') return false;
      words.send(text);
      return true;
    },
    close() {
      words.onclose = null;
      connection.close();
    },
  };
}
